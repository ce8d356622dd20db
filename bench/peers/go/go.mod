module acervo/bench/peer

go 1.22
