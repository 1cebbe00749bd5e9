SELECT copyObject, copyIndex, keptObject, keptIndex, records FROM copies ORDER BY copyObject, copyIndex
