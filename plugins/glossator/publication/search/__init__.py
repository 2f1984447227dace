"""What a search of the site finds, and the engine that finds it: ours where it is installed, else the theme's."""
