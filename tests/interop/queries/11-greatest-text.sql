SELECT eventID FROM events WHERE eventName > 'zzz' ORDER BY eventID
