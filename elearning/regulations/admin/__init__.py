"""Our own screens in the admin, beside the viewsets; reached through ``regulations_admin``."""
