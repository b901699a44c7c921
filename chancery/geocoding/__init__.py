"""From a name to a place on Earth, and back: without a network, and over one where the settings say so.

`gazetteer.Gazetteer` is the geopy geocoder; `places.PlaceIndex` is what it stands on and what the reader of articles
scans text with; `resolve` ranks what a name may mean; `borders` says which country a point lies in.
`chain.Chain` asks the gazetteer first and then the online geocoders of the settings (docs/geocoding.md); `candidates`
has what they are asked and what they answer.
"""
