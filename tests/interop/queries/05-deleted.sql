SELECT eventID, awsRegion FROM events WHERE eventName = 'DeleteBucket' ORDER BY eventID
