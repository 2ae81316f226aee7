"""Every SELECT: batch functions for dataloaders, pages, and the scope that narrows them to the viewer."""
