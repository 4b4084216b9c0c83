using System.Buffers.Binary;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Collections;

namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>Payloads behind a checksum: a damaged one is noticed, never taken for data.</summary>
internal static class ChecksummedBlob
{
    public const int SealLength = 8;

    /// <param name="payload">What to seal.</param>
    /// <param name="buffer">Where it is put together; a larger one takes its place if need be.</param>
    public static ReadOnlySpan<byte> Seal(ReadOnlySpan<byte> payload, ref byte[] buffer)
    {
        var length = payload.Length + SealLength;
        if (buffer.Length < length)
        {
            buffer = new byte[int.Max(length, 2 * buffer.Length)];
        }

        payload.CopyTo(buffer.AsSpan(SealLength));
        BinaryPrimitives.WriteUInt64LittleEndian(buffer, XxHash64.Of(payload));
        return buffer.AsSpan(0, length);
    }

    /// <exception cref="InvalidDataException">The checksum does not fit.</exception>
    public static ReadOnlyMemory<byte> Open(byte[] bytes)
    {
        Open(bytes.AsSpan());
        return bytes.AsMemory(SealLength);
    }

    /// <exception cref="InvalidDataException">The checksum does not fit.</exception>
    public static ReadOnlySpan<byte> Open(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= SealLength && BinaryPrimitives.ReadUInt64LittleEndian(bytes) == XxHash64.Of(bytes[SealLength..])
            ? bytes[SealLength..]
            : throw new InvalidDataException("A checksum does not fit its data.");
}
