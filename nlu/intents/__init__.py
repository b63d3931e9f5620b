"""What a message wants: the shipped model, its training, and what the goods say of it."""
