// keeping
