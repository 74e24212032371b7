"""Documents written for this project, for showing and testing; nothing is trained on them."""
