"""The demo: a made-up group, links that sign in as one of four people, mail read in the browser.

Its addresses exist only when the product runs as a demo (settings.MODE).
"""
