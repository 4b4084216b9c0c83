using System.Diagnostics;
using CustomerSegmentation.Benchmarks.Harness;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Benchmarks.Rows;

/// <summary>
/// Customer.Record alone on one core: customers from their first to their tenth order, then every event once more. Once
/// with more customers than the processor's caches hold, in an order that spares none of them, and once with few.
/// Ceiling: the sums that a program without memory of events, windows and segments would keep, in plain arrays.
/// </summary>
internal static class CustomerRow
{
    private const int Orders = 10;
    private const double PerCore = 3_000_000; // events/s

    public static async IAsyncEnumerable<Row> MeasureAsync(Bench bench)
    {
        await Task.Yield();
        var many = Measure(bench, customers: bench.Pick(100_000, 20_000), passes: 1);
        var few = Measure(bench, customers: 1_000, passes: bench.Pick(100, 20));
        var migrations = $"{many.Migrations:0.00} migrations an event";
        yield return Row.Of("customer", "events/s", many.First, many.Ceiling, $"one core, up to {Orders} orders, {migrations}").AtLeast(PerCore);
        yield return Row.Of("customer-cached", "events/s", few.First, few.Ceiling, "the same with 1,000 customers, again and again").AtLeast(PerCore);
        yield return Row.Of("customer-duplicate", "events/s", many.Second, many.Ceiling, "one core, every event once more");
        yield return Row.Of("customer-allocated", "B/event", Samples.One(many.Bytes), null, "what a customer keeps and migrations, mostly");
        yield return Row.Of("customer-duplicate-allocated", "B/event", Samples.One(many.BytesOfDuplicates), null, "").AtMost(0);
    }

    private static Measured Measure(Bench bench, int customers, int passes)
    {
        var events = Admitted(customers, out var owners);
        var terms = new AssignmentTerms(
            new(new RuleModel(RuleThresholds.Default), 0, DateTimeOffset.MinValue), TimeSpan.FromDays(365));
        var (first, second) = (new Pass(), new Pass());
        var duplicates = new List<double>();
        var (ours, ceiling) = Repeats.Interleave(
            bench.Pick(7, 3),
            () =>
            {
                (first, second) = (new(), new());
                for (var pass = 0; pass < passes; pass++)
                {
                    Customer[] all = [.. Enumerable.Range(0, customers).Select(i => new Customer(Traffic.CustomerId(i)))];
                    Settle(customers);
                    first += Record(all, events, owners, terms, RecordStatus.Recorded);
                    second += Record(all, events, owners, terms, RecordStatus.Duplicate);
                    Check.Equal(Orders * (long)customers, all.Sum(customer => (long)customer.Events));
                }

                duplicates.Add(second.Rate);
                return first.Rate;
            },
            () => BareFold(events, owners, customers));
        return new(ours, new(duplicates[1..]), ceiling, first.BytesAnEvent, second.BytesAnEvent, first.MigrationsAnEvent);
    }

    /// <summary>New customers grow old first, as those of an engine are: moving a hundred thousand of them is not recording.</summary>
    private static void Settle(int customers)
    {
        for (var generation = 0; customers > 1_000 && generation < GC.MaxGeneration; generation++)
        {
            GC.Collect();
        }
    }

    private static Pass Record(
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
        return new(events.Length, took.TotalSeconds, allocated, migrations);
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
        var validator = new EventValidator(new EngineOptions());
        var events = new AdmittedEvent[count];
        var byId = Enumerable.Range(0, customers).ToDictionary(Traffic.CustomerId);
        owners = new int[count];
        for (var i = 0; i < count; i++)
        {
            Check.True(validator.Check(traffic.Next(), Shop.Today, out events[i]) is null);
            owners[i] = byId[events[i].CustomerId];
        }

        return events;
    }

    private readonly record struct Pass(long Events, double Seconds, long Bytes, long Migrations)
    {
        public double Rate => Events / Seconds;

        public double BytesAnEvent => Bytes / (double)Events;

        public double MigrationsAnEvent => Migrations / (double)Events;

        public static Pass operator +(Pass a, Pass b) =>
            new(a.Events + b.Events, a.Seconds + b.Seconds, a.Bytes + b.Bytes, a.Migrations + b.Migrations);
    }

    private sealed record Measured(
        Samples First, Samples Second, Samples Ceiling, double Bytes, double BytesOfDuplicates, double Migrations);
}
