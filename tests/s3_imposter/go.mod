module acervo/tests/s3_imposter

go 1.26.0
