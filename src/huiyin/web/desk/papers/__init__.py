"""Papers that came with a petition, shown beside what was typed of them."""
