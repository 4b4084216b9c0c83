using System.Buffers;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Ledger.Sqlite;

/// <summary>The segment state of a customer as bytes of their row, before their full state: a start reads these and no orders.</summary>
internal static class SegmentStateCodec
{
    public static void Write(SegmentStateRow row, IBufferWriter<byte> output)
    {
        var writer = new PackedWriter(output);
        writer.Text(row.Segment ?? "");
        writer.Int64(row.Since);
        writer.Byte((byte)row.Cause);
        writer.Count(row.Sequence);
        writer.Count(row.Publication);
        writer.Int64(row.Due);
        writer.Count(row.Frequency);
        writer.Money(row.Monetary);
        writer.Int64(row.Newest);
        writer.Int64(row.Oldest);
        writer.Int64(row.FirstPurchase);
        writer.Count(row.Events);
    }

    /// <exception cref="InvalidDataException">The bytes are not a segment state.</exception>
    public static SegmentStateRow Read(ReadOnlySpan<byte> bytes, string customerId, int shard, long version)
    {
        var reader = new PackedReader(bytes);
        var row = new SegmentStateRow(
            customerId,
            shard,
            version,
            reader.Text() is { Length: > 0 } segment ? string.Intern(segment) : null,
            reader.Int64(),
            (MigrationCause)reader.Byte(),
            reader.Count(),
            reader.Count(),
            reader.Int64(),
            reader.Count(),
            reader.Money(),
            reader.Int64(),
            reader.Int64(),
            reader.Int64(),
            reader.Count());
        return reader.AtEnd ? row : throw new InvalidDataException("Where a customer stands goes on behind its end.");
    }
}
