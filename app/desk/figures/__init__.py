"""How the shop does, from its own rows: figures with charts, and what maintenance asks for."""
