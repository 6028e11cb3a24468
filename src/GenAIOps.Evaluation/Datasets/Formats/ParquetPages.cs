namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>PageType of the Parquet format.</summary>
internal enum ParquetPageKind
{
    Data = 0,
    Index = 1,
    Dictionary = 2,
    DataV2 = 3,
}

/// <summary>
/// Finds the pages of a column by their headers. Source: Apache Parquet format, parquet.thrift, PageHeader; Apache Thrift, compact protocol.
/// </summary>
internal static class ParquetPages
{
    private const int Stop = 0, True = 1, False = 2, Byte = 3, I16 = 4, I32 = 5, I64 = 6, Double = 7, Binary = 8, List = 9, Set = 10, Map = 11, Struct = 12, Uuid = 13;
    private const int Deepest = 16;

    /// <summary>The pages from an offset on, as they are asked for.</summary>
    /// <param name="file">May be read elsewhere in between.</param>
    /// <param name="start">Of the first page.</param>
    /// <param name="values">After so many values there is none.</param>
    /// <exception cref="InvalidDataException">There is no header where one must be, or what it says cannot be so.</exception>
    public static IEnumerable<ParquetPage> From(Stream file, long start, long values)
    {
        var left = values;
        for (var at = start; left > 0;)
        {
            var page = Header(file, at);
            if (page.Kind is ParquetPageKind.Data or ParquetPageKind.DataV2) left -= page.Values;
            if (left < 0) throw new InvalidDataException($"its pages hold more than the {values} values that the file says");
            yield return page;
            at += page.Length;
        }
    }

    private static ParquetPage Header(Stream file, long at)
    {
        file.Position = at;
        int kind = -1, uncompressed = -1, compressed = -1, values = -1;
        foreach (var (field, type) in Fields(file))
        {
            switch (field)
            {
                case 1: kind = Integer(file, type); break;
                case 2: uncompressed = Integer(file, type); break;
                case 3: compressed = Integer(file, type); break;
                case 5 or 7 or 8 when type == Struct: values = FirstOf(file); break;
                default: Skip(file, type, 0); break;
            }
        }

        var end = file.Position + compressed;
        if (!Enum.IsDefined((ParquetPageKind)kind) || uncompressed < 0 || compressed < 0 || end > file.Length || (values < 0 && kind != (int)ParquetPageKind.Index)) throw new InvalidDataException($"there is no sound page at byte {at}");
        return new ParquetPage(at, end - at, uncompressed, values, (ParquetPageKind)kind);
    }

    /// <summary>The number of values: the first field of the header of each kind of page.</summary>
    private static int FirstOf(Stream file)
    {
        var values = -1;
        foreach (var (field, type) in Fields(file))
        {
            if (field == 1) values = Integer(file, type);
            else Skip(file, type, 1);
        }

        return values;
    }

    private static IEnumerable<(int Field, int Type)> Fields(Stream file)
    {
        var field = 0;
        while (true)
        {
            var head = Next(file);
            var type = head & 0x0F;
            if (type == Stop) yield break;
            field = head >> 4 == 0 ? checked((int)ZigZag(VarInt(file))) : field + (head >> 4);
            yield return (field, type);
        }
    }

    private static int Integer(Stream file, int type) =>
        type is I16 or I32 or I64 && ZigZag(VarInt(file)) is >= int.MinValue and <= int.MaxValue and var number ? (int)number : throw new InvalidDataException("a page's header holds no number where one must be");

    private static void Skip(Stream file, int type, int depth)
    {
        if (depth > Deepest) throw new InvalidDataException("a page's header is nested too deep");
        switch (type)
        {
            case True or False:
                break;
            case Byte:
                Next(file);
                break;
            case I16 or I32 or I64:
                VarInt(file);
                break;
            case Double:
                file.Seek(sizeof(double), SeekOrigin.Current);
                break;
            case Uuid:
                file.Seek(16, SeekOrigin.Current);
                break;
            case Binary:
                file.Seek(Count(file, VarInt(file)), SeekOrigin.Current);
                break;
            case List or Set:
                var head = Next(file);
                var item = head & 0x0F;
                for (var count = head >> 4 == 15 ? Count(file, VarInt(file)) : head >> 4; count > 0; count--) SkipItem(file, item, depth);
                break;
            case Map:
                var pairs = Count(file, VarInt(file));
                var types = pairs == 0 ? 0 : Next(file);
                for (; pairs > 0; pairs--)
                {
                    SkipItem(file, types >> 4, depth);
                    SkipItem(file, types & 0x0F, depth);
                }

                break;
            case Struct:
                foreach (var (_, inner) in Fields(file)) Skip(file, inner, depth + 1);
                break;
            default:
                throw new InvalidDataException($"a page's header holds a field of the unknown kind {type}");
        }
    }

    /// <summary>A flag is a byte of its own in a list, and part of its field's head elsewhere.</summary>
    private static void SkipItem(Stream file, int type, int depth) => Skip(file, type is True or False ? Byte : type, depth + 1);

    private static long Count(Stream file, ulong count) =>
        count <= (ulong)(file.Length - file.Position) ? (long)count : throw new InvalidDataException("a page's header is longer than the file");

    private static long ZigZag(ulong number) => (long)(number >> 1) ^ -(long)(number & 1);

    private static ulong VarInt(Stream file)
    {
        ulong number = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Next(file);
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return number;
        }

        throw new InvalidDataException("a page's header holds a number without an end");
    }

    private static int Next(Stream file) => file.ReadByte() is >= 0 and var next ? next : throw new InvalidDataException("the file ends in a page's header");
}
