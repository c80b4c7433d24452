"""The few pictures of the house: lines on a grid of 24, drawn in the colour of the words beside them.

They never stand alone: a word says the same.
"""

ICONS = {
    "listen": (
        '<path d="M6 9a6 6 0 0 1 12 0c0 4-3.5 4.6-3.5 8A3.5 3.5 0 0 1 8.4 19"/>'
        '<path d="M14.5 9.5a2.5 2.5 0 0 0-5 0v.6a2 2 0 0 1 1 3.2"/>'
    ),
    "normal": (
        '<path d="M12 20s-7-4.4-7-10a4 4 0 0 1 7-2.6A4 4 0 0 1 19 10c0 5.6-7 10-7 10z"/>'
        '<path d="M10.6 10.4a1.5 1.5 0 1 1 2 1.5c-.4.2-.6.5-.6 1"/>'
    ),
    "managed": (
        '<circle cx="8" cy="9" r="3"/><circle cx="17" cy="10" r="2.4"/>'
        '<path d="M2.5 19c.6-3.2 2.8-5 5.5-5s4.9 1.8 5.5 5"/><path d="M15 14.6c3-.8 5.7.8 6.5 3.9"/>'
    ),
    "practical": '<path d="M5 4h10l4 4v12H5z"/><path d="M9 12h6M9 16h4"/>',
    "beyond": (
        '<path d="M12 21v-8"/><path d="M12 13c0-4 2.5-6.5 7-7 .2 4.8-2.3 7-7 7z"/>'
        '<path d="M12 16c0-3-2-5-6-5.5C5.8 14.4 8 16 12 16z"/>'
    ),
    "story": '<path d="M4 5h16v11h-9l-4 4v-4H4z"/><path d="M8 9h8M8 12h5"/>',
    "stop": '<circle cx="12" cy="12" r="9"/><path d="M12 7v6M12 16.5v.5"/>',
    "done": '<circle cx="12" cy="12" r="9"/><path d="M8 12.5l3 3 5-6"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7v.5"/>',
    "undo": '<path d="M8 5L4 9l4 4"/><path d="M4 9h9a6 6 0 0 1 0 12h-3"/>',
    "guest": '<circle cx="12" cy="8" r="3.5"/><path d="M5 20c.8-4 3.5-6 7-6s6.2 2 7 6M17 3l4 4"/>',
    "phone": (
        '<path d="M6 3h3l2 5-2.5 1.5a12 12 0 0 0 6 6L16 13l5 2v3'
        'a3 3 0 0 1-3 3C10.5 20.5 3.5 13.5 3 6a3 3 0 0 1 3-3z"/>'
    ),
    "letter": '<rect x="3" y="6" width="18" height="13" rx="2"/><path d="M3.5 7.5L12 14l8.5-6.5"/>',
    "people": (
        '<circle cx="8" cy="9" r="3"/><circle cx="17" cy="10" r="2.4"/>'
        '<path d="M2.5 19c.6-3.2 2.8-5 5.5-5s4.9 1.8 5.5 5"/><path d="M15 14.6c3-.8 5.7.8 6.5 3.9"/>'
    ),
    "lock": '<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "paper": '<path d="M7 8V3h10v5M7 14h10v7H7z"/><rect x="3" y="8" width="18" height="8" rx="2"/>',
    "back": '<path d="M14 5l-7 7 7 7"/>',
    "on": '<path d="M10 5l7 7-7 7"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="M16 16l5 5"/>',
    "time": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l4 2"/>',
}
