using System.Buffers.Binary;
using TrailLake.Parquet.Format;

namespace TrailLake.Parquet.Tables;

/// <summary>
/// Corrects the footer that Parquet.Net wrote. Parquet.Net 6.1 gives timestamps bounds in milliseconds, whatever their unit; it orders text
/// by UTF-16 and not, as Parquet does, by bytes; and it does not declare the order. A reader that trusts such bounds leaves out row groups
/// that hold what it looks for. So times are written as numbers and declared here, and all bounds are ours. Field numbers: as
/// <see cref="FooterSection"/>.
/// </summary>
sealed class TableFooter
{
    readonly byte[] _footer;
    readonly ByteBuffer _output;
    readonly ThriftReader _reader;
    readonly ThriftWriter _writer;
    readonly IReadOnlySet<string> _times;
    readonly IReadOnlyList<ValueBounds> _bounds;
    int _copied;
    int _leaves;
    int _chunk;

    TableFooter(byte[] footer, ByteBuffer output, IReadOnlySet<string> times, IReadOnlyList<ValueBounds> bounds)
    {
        _footer = footer;
        _output = output;
        _reader = new ThriftReader(footer);
        _writer = new ThriftWriter(output);
        _times = times;
        _bounds = bounds;
    }

    /// <param name="times">Names of the columns of numbers that are microseconds since 1970, UTC.</param>
    /// <param name="bounds">Bounds of each column chunk, in the file's order.</param>
    public static ReadOnlySpan<byte> Correct(ReadOnlySpan<byte> file, IReadOnlySet<string> times, IReadOnlyList<ValueBounds> bounds)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(file[^8..]);
        int start = file.Length - 8 - length;
        var output = new ByteBuffer(file.Length + 1024);
        output.Write(file[..start]);
        new TableFooter(file.Slice(start, length).ToArray(), output, times, bounds).WriteMetadata(start);
        return output.Written;
    }

    void WriteMetadata(int start)
    {
        short id = 0;
        int end = 0;
        while (_reader.Next(ref id, out var type))
        {
            switch (id)
            {
                case 2:
                    Each(WriteSchemaElement);
                    break;
                case 4:
                    Each(WriteRowGroup);
                    break;
                case < FooterSection.ColumnOrders:
                    _reader.Skip(type);
                    break;
                default:
                    throw new InvalidOperationException(
                        $"Parquet.Net now writes field {id} of the footer: the order of columns must stand before it.");
            }

            end = _reader.Position;
        }

        if (_chunk != _bounds.Count)
        {
            throw new InvalidOperationException($"The file has {_chunk} column chunks, and bounds are known of {_bounds.Count}.");
        }

        CopyTo(end);
        _writer.Resume(id);
        FooterSection.End(_writer, _output, start, _leaves);
    }

    void WriteSchemaElement()
    {
        int start = _reader.Position;
        long? physicalType = null;
        long repetition = 0;
        string name = "";
        short id = 0;
        while (_reader.Next(ref id, out var type))
        {
            switch (id)
            {
                case 1:
                    physicalType = _reader.Integer();
                    break;
                case 3:
                    repetition = _reader.Integer();
                    break;
                case 4:
                    name = System.Text.Encoding.UTF8.GetString(_reader.Binary());
                    break;
                default:
                    _reader.Skip(type);
                    break;
            }
        }

        _leaves += physicalType is null ? 0 : 1;
        if (physicalType == (long)PhysicalType.Int64 && _times.Contains(name))
        {
            CopyTo(start);
            SchemaSection.WriteTime(_writer, name, (int)repetition);
            _copied = _reader.Position;
        }
    }

    void WriteRowGroup() => Fields(1, () => Each(() => Fields(3, () => Fields(12, WriteStatistics))));

    // Only how many values are missing is kept.
    void WriteStatistics()
    {
        CopyTo(_reader.Position);
        Span<long> fields = [0, 0, 0, -1];
        _reader.Struct(fields);
        _writer.Begin();
        FooterSection.EndStatistics(_writer, fields[3] < 0 ? null : fields[3], _bounds[_chunk++]);
        _copied = _reader.Position;
    }

    // Reads a struct; `read` reads the value of one of its fields.
    void Fields(short wanted, Action read)
    {
        short id = 0;
        while (_reader.Next(ref id, out var type))
        {
            if (id == wanted)
            {
                read();
            }
            else
            {
                _reader.Skip(type);
            }
        }
    }

    void Each(Action read)
    {
        int count = _reader.List(out _);
        for (int i = 0; i < count; i++)
        {
            read();
        }
    }

    void CopyTo(int end)
    {
        _output.Write(_footer.AsSpan(_copied, end - _copied));
        _copied = end;
    }
}
