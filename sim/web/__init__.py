"""The page for people without a terminal, and the server behind it: questions in, streams of documents out."""
