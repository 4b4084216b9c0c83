using System.Buffers;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Benchmarks.Rows;

/// <summary>
/// Managed heap after a full collection, with the engine and without: bytes for a customer with four orders, and for
/// each order of the next four. Ceiling: the same customers packed as they lie in the file.
/// </summary>
internal static class MemoryRow
{
    private const int Few = 4;

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        var customers = bench.Pick(1_000_000, 100_000);
        var live = Shop.Live(customers);
        var folder = bench.NewFolder();
        double few;
        double many;
        var without = await HeapAsync();
        await using (var engine = Shop.Open(folder))
        {
            await BuyAsync(engine, live, customers * Few);
            few = await HeapAsync() - without;
            await BuyAsync(engine, live, customers * Few);
            many = await HeapAsync() - without;
        }

        Check.Equal(2L * Few * customers, Shop.EventsOnRecord(folder));
        yield return Row.Of("memory", "B/customer", Samples.One(few / customers), Samples.One(Packed(Few)),
            $"{customers:N0} customers of {Few} orders; ceiling: as packed in the file").AtMost(300);
        yield return Row.Of("memory-order", "B/order", Samples.One((many - few) / (Few * (double)customers)),
            Samples.One((Packed(2 * Few) - Packed(Few)) / Few), $"each order from the {Few + 1}th to the {2 * Few}th").AtMost(60);
    }

    private static async Task BuyAsync(ISegmentationEngine engine, Traffic live, int events)
    {
        const int AtOnce = 100_000;
        for (var left = events; left > 0; left -= AtOnce)
        {
            Check.Equal(Math.Min(left, AtOnce), await Shop.RecordAsync(engine, live.Lots(Math.Min(left, AtOnce), 1_000), callers: 8));
        }
    }

    private static async Task<double> HeapAsync()
    {
        // What continues right after the load runs within its last frames, which still hold its events.
        await Task.Yield();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>Bytes of one customer of so many orders in a page of the file.</summary>
    private static double Packed(int orders)
    {
        var terms = new AssignmentTerms(
            new(new RuleModel(RuleThresholds.Default), 0, DateTimeOffset.MinValue), TimeSpan.FromDays(365));
        var validator = new EventValidator(new EngineOptions());
        var one = new Customer(Traffic.CustomerId(0));
        var live = Shop.Live(customers: 1);
        for (var i = 0; i < orders; i++)
        {
            Check.True(validator.Check(live.Next(), TimeProvider.System.GetUtcNow(), out var admitted) is null);
            one.Record(admitted, terms, new(admitted.OccurredAt, TimeSpan.Zero));
        }

        var output = new ArrayBufferWriter<byte>();
        CustomerCodec.Write(one, output);
        return output.WrittenCount;
    }
}
