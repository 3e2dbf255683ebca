"""The office's search: dossiers, people, units, pages and places, each as its reader may see it."""
