SELECT eventID FROM events WHERE account = 'a/b' ORDER BY eventID
