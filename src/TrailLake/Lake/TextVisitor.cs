using System;
using TrailLake.Schema;

namespace TrailLake.Lake;

/// <summary>Takes one value of a text or JSON column as UTF-8.</summary>
/// <param name="rowGroup">Which row group of the file, from 0.</param>
public delegate void TextVisitor(int rowGroup, FieldId column, ReadOnlySpan<byte> value);
