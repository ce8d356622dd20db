"""The local stack of Acervo: real servers as plain processes on 127.0.0.1, started by one command."""
