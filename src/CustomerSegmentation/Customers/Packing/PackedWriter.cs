using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace CustomerSegmentation.Customers.Packing;

/// <summary>
/// Writes the packed format of states and events: fixed integers little-endian, the rest as LEB128, text as UTF-8
/// behind its length. Money is a whole number of ten-thousandths, so that equal sums are equal bytes.
/// </summary>
public readonly ref struct PackedWriter(IBufferWriter<byte> output)
{
    /// <summary>Ten-thousandths in a unit of money.</summary>
    internal const decimal MoneyScale = 10_000m;

    private const int MoneyDecimals = 4;

    private static ReadOnlySpan<ulong> PowersOfTen => [1, 10, 100, 1_000, 10_000];

    /// <summary>One byte.</summary>
    public void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    /// <summary>Four bytes.</summary>
    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan(4), value);
        output.Advance(4);
    }

    /// <summary>Eight bytes.</summary>
    public void UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(output.GetSpan(8), value);
        output.Advance(8);
    }

    /// <summary>Eight bytes.</summary>
    public void Int64(long value) => UInt64((ulong)value);

    /// <summary>One to nineteen bytes.</summary>
    public void Count(UInt128 value)
    {
        if (value <= ulong.MaxValue)
        {
            Count((ulong)value);
            return;
        }

        var span = output.GetSpan(19);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            span[length++] = (byte)((byte)value | 0x80);
        }

        span[length++] = (byte)value;
        output.Advance(length);
    }

    /// <summary>One to ten bytes.</summary>
    public void Count(ulong value)
    {
        var span = output.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            span[length++] = (byte)((byte)value | 0x80);
        }

        span[length++] = (byte)value;
        output.Advance(length);
    }

    /// <summary>A whole number that is mostly small.</summary>
    public void Count(int value) => Count((ulong)(uint)value);

    /// <summary>The same with a mark that says that more follows than usual.</summary>
    internal void Count(int value, bool marked) => Count((uint)value | (marked ? 1UL << 32 : 0));

    /// <summary>An amount of money with at most four decimals; negative ones too.</summary>
    public void Money(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = (uint)bits[0] | ((ulong)(uint)bits[1] << 32);
        if (bits[2] == 0 && value.Scale <= MoneyDecimals && magnitude < long.MaxValue / (ulong)MoneyScale)
        {
            // Of a number that fits into eight bytes the same is had for a fraction of the time.
            var scaled = (long)(magnitude * PowersOfTen[MoneyDecimals - value.Scale]);
            scaled = bits[3] < 0 ? -scaled : scaled;
            Count((ulong)((scaled << 1) ^ (scaled >> 63)));
        }
        else
        {
            var scaled = (Int128)(value * MoneyScale);
            Count((UInt128)((scaled << 1) ^ (scaled >> 127)));
        }
    }

    /// <summary>Any number, to the last digit: sixteen bytes.</summary>
    public void Number(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        foreach (var part in bits)
        {
            UInt32((uint)part);
        }
    }

    /// <summary>So many bytes for the caller to fill.</summary>
    internal Span<byte> Room(int bytes)
    {
        var room = output.GetSpan(bytes)[..bytes];
        output.Advance(bytes);
        return room;
    }

    /// <summary>UTF-8 behind its length in bytes.</summary>
    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Count(length);
        Encoding.UTF8.GetBytes(value, output.GetSpan(length));
        output.Advance(length);
    }
}
