"""Which branches of the code no test takes, in children and workers too."""
