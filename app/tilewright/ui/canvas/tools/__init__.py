"""One gesture a file. A tool gets plain pointers and answers with the tool that goes on."""
