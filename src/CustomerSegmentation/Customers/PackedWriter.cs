using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace CustomerSegmentation.Customers;

/// <summary>
/// Writes the packed format of states and events: fixed integers little-endian, the rest as LEB128, text as UTF-8
/// behind its length. Money is a whole number of ten-thousandths, so that equal sums are equal bytes.
/// </summary>
public readonly ref struct PackedWriter(IBufferWriter<byte> output)
{
    /// <summary>Ten-thousandths in a unit of money.</summary>
    internal const decimal MoneyScale = 10_000m;

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
        var span = output.GetSpan(19);
        var length = 0;
        for (; value > ulong.MaxValue; value >>= 7)
        {
            span[length++] = (byte)((byte)value | 0x80);
        }

        var rest = (ulong)value;
        for (; rest >= 0x80; rest >>= 7)
        {
            span[length++] = (byte)((byte)rest | 0x80);
        }

        span[length++] = (byte)rest;
        output.Advance(length);
    }

    /// <summary>A whole number that is mostly small.</summary>
    public void Count(int value)
    {
        if (value is >= 0 and < 0x80)
        {
            Byte((byte)value);
        }
        else
        {
            Count((UInt128)(uint)value);
        }
    }

    /// <summary>An amount of money with at most four decimals; negative ones too.</summary>
    public void Money(decimal value)
    {
        // Of a number that fits into eight bytes the same is had for a fraction of the time.
        var scaled = Math.Abs(value) < long.MaxValue / MoneyScale ? (long)(value * MoneyScale) : (Int128)(value * MoneyScale);
        Count((UInt128)((scaled << 1) ^ (scaled >> 127)));
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
