using System.Diagnostics;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Benchmarks.Rows;

/// <summary>
/// Customer.Record alone on one core: customers from their first to their tenth order, then every event once more.
/// Ceiling: the sums that a program without memory of events, windows and segments would keep, in plain arrays.
/// </summary>
internal static class CustomerRow
{
    private const int Orders = 10;

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        await Task.Yield();
        var events = Admitted(bench.Pick(100_000, 20_000), out var owners);
        var customers = owners.Max() + 1;
        var terms = new AssignmentTerms(
            new(new RuleModel(RuleThresholds.Default), 0, DateTimeOffset.MinValue), TimeSpan.FromDays(365));
        double bytes = 0;
        double duplicateBytes = 0;
        long migrations = 0;
        var duplicates = new List<double>();
        var (ours, ceiling) = Repeats.Interleave(
            bench.Pick(7, 3),
            () =>
            {
                Customer[] all = [.. Enumerable.Range(0, customers).Select(i => new Customer(Traffic.CustomerId(i)))];
                var first = Record(all, events, owners, terms, RecordStatus.Recorded);
                var second = Record(all, events, owners, terms, RecordStatus.Duplicate);
                Check.Equal(Orders * (long)customers, all.Sum(customer => (long)customer.Events));
                (bytes, migrations, duplicateBytes) = (first.Bytes, first.Migrations, second.Bytes);
                duplicates.Add(second.Rate);
                return first.Rate;
            },
            () => BareFold(events, owners, customers));

        yield return Row.Of("customer", "events/s", ours, ceiling,
            $"one core, up to {Orders} orders, {migrations / (double)events.Length:0.00} migrations an event");
        yield return Row.Of("customer-duplicate", "events/s", new(duplicates[1..]), ceiling, "one core, every event once more");
        yield return Row.Of("customer-allocated", "B/event", Samples.One(bytes), null, "what a customer keeps and migrations, mostly");
        yield return Row.Of("customer-duplicate-allocated", "B/event", Samples.One(duplicateBytes), null, "");
    }

    private static (double Rate, double Bytes, long Migrations) Record(
        Customer[] customers, AdmittedEvent[] events, int[] owners, AssignmentTerms terms, RecordStatus expected)
    {
        long asExpected = 0;
        long migrations = 0;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < events.Length; i++)
        {
            var outcome = customers[owners[i]].Record(events[i], terms, new(events[i].OccurredAt, TimeSpan.Zero));
            asExpected += outcome.Status == expected ? 1 : 0;
            migrations += outcome.Migrations.Count;
        }

        var took = Stopwatch.GetElapsedTime(started);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Check.Equal(events.Length, asExpected);
        return (events.Length / took.TotalSeconds, allocated / (double)events.Length, migrations);
    }

    private static double BareFold(AdmittedEvent[] events, int[] owners, int customers)
    {
        var newest = new long[customers];
        var frequency = new int[customers];
        var monetary = new decimal[customers];
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < events.Length; i++)
        {
            var owner = owners[i];
            newest[owner] = Math.Max(newest[owner], events[i].OccurredAt);
            frequency[owner]++;
            monetary[owner] += events[i].Amount;
        }

        var took = Stopwatch.GetElapsedTime(started);
        Check.Equal(events.Length, frequency.Sum(static count => (long)count));
        return events.Length / took.TotalSeconds;
    }

    private static AdmittedEvent[] Admitted(int customers, out int[] owners)
    {
        var count = customers * Orders;
        var traffic = new Traffic(customers, Shop.Today - TimeSpan.FromDays(300), TimeSpan.FromDays(300) / count, seed: 1);
        var intake = new Intake(new EngineOptions());
        var events = new AdmittedEvent[count];
        var byId = Enumerable.Range(0, customers).ToDictionary(Traffic.CustomerId);
        owners = new int[count];
        for (var i = 0; i < count; i++)
        {
            Check.True(intake.Check(traffic.Next(), Shop.Today, out events[i]) is null);
            owners[i] = byId[events[i].CustomerId];
        }

        return events;
    }
}
