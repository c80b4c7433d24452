"""Addresses of the door and of people; each cluster keeps its own list."""

from byturns.groups import urls_door, urls_members

app_name = "groups"
urlpatterns = [*urls_door.urlpatterns, *urls_members.urlpatterns]
