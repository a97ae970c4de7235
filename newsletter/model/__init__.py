"""Every record of the program, frozen. Import from the module that a record lives in."""
