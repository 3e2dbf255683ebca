"""The one shape of the office's lists: columns, filters and sort, on the page and on paper."""
