using System.Buffers.Binary;
using System.Text;

namespace CustomerSegmentation.Customers.Packing;

/// <summary>Reads what <see cref="PackedWriter"/> wrote.</summary>
/// <remarks>Bytes that no writer wrote end in an <see cref="InvalidDataException"/>.</remarks>
public ref struct PackedReader(ReadOnlySpan<byte> input)
{
    private ReadOnlySpan<byte> _rest = input;

    /// <summary>Whether everything was read.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>One byte.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>Four bytes.</summary>
    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>Eight bytes.</summary>
    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>Eight bytes.</summary>
    public long Int64() => (long)UInt64();

    /// <summary>A count, and whether it was written with a mark.</summary>
    internal int Count(out bool marked)
    {
        var count = Wide();
        marked = count >> 32 == 1;
        return (uint)count is var low && low <= int.MaxValue && count >> 32 <= 1
            ? (int)low
            : throw new InvalidDataException("A count is too large.");
    }

    /// <summary>A whole number that is mostly small.</summary>
    public int Count() => Wide() is var count && count <= int.MaxValue ? (int)count : throw new InvalidDataException("A count is too large.");

    /// <summary>A count of things that take so many bytes each at least.</summary>
    internal int CountOf(int bytes) => Count() is var count && count <= _rest.Length / bytes
        ? count
        : throw new InvalidDataException("The data ends too early.");

    /// <summary>Any number, to the last digit.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a number's.</exception>
    public decimal Number()
    {
        Span<int> bits = [(int)UInt32(), (int)UInt32(), (int)UInt32(), (int)UInt32()];
        try
        {
            return new(bits);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException("A number is not one.", e);
        }
    }

    /// <summary>The same of a count that may have a mark.</summary>
    internal int CountOf(int bytes, out bool marked) => Count(out marked) is var count && count <= _rest.Length / bytes
        ? count
        : throw new InvalidDataException("The data ends too early.");

    /// <summary>An amount of money, in its one form.</summary>
    public decimal Money()
    {
        var coded = Wide();
        if (coded < ulong.MaxValue)
        {
            return Trimmed((long)((ulong)coded >> 1) ^ -(long)((ulong)coded & 1));
        }

        var scaled = (Int128)(coded >> 1) ^ -(Int128)(coded & 1);
        return Customers.Money.Normal((decimal)scaled / PackedWriter.MoneyScale);
    }

    /// <summary>UTF-8 behind its length in bytes.</summary>
    public string Text() => Encoding.UTF8.GetString(Utf8());

    /// <summary>The same as bytes.</summary>
    public ReadOnlySpan<byte> Utf8() => Take(Count());

    /// <summary>So many bytes as they are.</summary>
    internal ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)_rest.Length)
        {
            throw new InvalidDataException("The data ends too early.");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    /// <summary>What dividing by the scale gives, which costs ten times as much.</summary>
    private static decimal Trimmed(long scaled)
    {
        byte decimals = 4;
        for (; decimals > Customers.Money.Decimals && scaled % 10 == 0; decimals--)
        {
            scaled /= 10;
        }

        var magnitude = (ulong)Math.Abs(scaled);
        return new((int)magnitude, (int)(magnitude >> 32), hi: 0, scaled < 0, decimals);
    }

    private UInt128 Wide()
    {
        ulong low = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var b = Byte();
            low |= (ulong)(byte)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return low;
            }
        }

        UInt128 value = low;
        for (var shift = 63; shift < 128; shift += 7)
        {
            var b = Byte();
            value |= (UInt128)(byte)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number has too many bytes.");
    }
}
