"""The embedded index: postings, segments and the files that hold them."""
