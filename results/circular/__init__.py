"""The quarter's circular (通报): what an edition says, as an official document and as a page."""
