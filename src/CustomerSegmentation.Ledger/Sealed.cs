using System.Buffers.Binary;
using CustomerSegmentation.Customers;

namespace CustomerSegmentation.Ledger;

/// <summary>Payloads behind a checksum: a damaged one is noticed, never taken for data.</summary>
internal static class Sealed
{
    public const int SealLength = 8;

    public static byte[] Seal(ReadOnlySpan<byte> payload)
    {
        var bytes = new byte[payload.Length + SealLength];
        payload.CopyTo(bytes.AsSpan(SealLength));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, XxHash64.Of(payload));
        return bytes;
    }

    /// <exception cref="InvalidDataException">The checksum does not fit.</exception>
    public static ReadOnlyMemory<byte> Open(byte[] bytes)
    {
        if (bytes.Length < SealLength
            || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != XxHash64.Of(bytes.AsSpan(SealLength)))
        {
            throw new InvalidDataException("A checksum does not fit its data.");
        }

        return bytes.AsMemory(SealLength);
    }
}
