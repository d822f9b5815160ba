"""Rules 24-27: this year's figures against last year's."""
