"""Official letters (公文): notice, supervision notices, the secretary's page."""
