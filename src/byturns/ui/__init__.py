"""How every page looks and behaves: the frame, its parts, forms, and the few things a script adds.

Knows nothing of groups, members or conversations. Apps above it declare their places in the menu
(`places`), answer through `respond`, and build pages from `templates/ui/components/`.
Everything works with HTML alone; htmx and `elements/` come on top.
"""
