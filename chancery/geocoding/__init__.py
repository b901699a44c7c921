"""From a name to a place on Earth, and back, without a network.

`gazetteer.Gazetteer` is the geopy geocoder; `places.PlaceIndex` is what it stands on and what the reader of articles
scans text with; `resolve` ranks what a name may mean; `borders` says which country a point lies in.
"""
