"""Measurements of this product, each run by `./byturns bench NAME`. Figures are ratios to a reference of the
same run, because machines are shared and noisy. Traffic goes to loopback only, bounded in count and time."""
