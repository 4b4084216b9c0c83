using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Embedded.Recovery;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.HostTests.Lanes;

/// <summary>A lane brought back from journal and record, of whose customers most rest meanwhile.</summary>
public sealed class LaneRecoveryTests
{
    private const int Shop = 300;
    private const int RoomForOne = 131_072; // lanes that share the room for those who are awake

    private static readonly DateTimeOffset Day0 = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly AssignmentTerms Terms =
        new(new(new RuleModel(RuleThresholds.Default), 0, DateTimeOffset.MinValue), TimeSpan.FromDays(365));

    private readonly Dictionary<string, Customer> _live = [];
    private readonly List<JournalStep> _journal = [];
    private readonly List<RecordedMigration> _record = [];
    private int _placed;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Everybody_is_who_they_were_and_whoever_was_erased_is_gone(int seed)
    {
        var random = new Random(seed);
        for (var hour = 0; hour < 4_000; hour++)
        {
            var id = $"C-{random.Next(Shop)}";
            if (random.Next(8) == 0)
            {
                Erase(id);
            }
            else
            {
                Buy(id, hour);
            }
        }

        using var recovery = new LaneRecovery(new(), RoomForOne);
        Array.ForEach([.. _journal.Chunk(100)], recovery.Replay);
        Array.ForEach([.. _record.Chunk(100)], recovery.Replay);
        recovery.Wait();
        var back = recovery.Customers;
        var slots = Enumerable.Range(0, back.Columns.Count).ToList();
        slots.Count(slot => back[slot] is { IsPacked: false }).ShouldBeLessThan(Shop / 4, "who buys often may stay awake");
        recovery.Resume(Terms);
        recovery.Wait();

        _live.Count.ShouldBeInRange(1, Shop - 1, "some are erased, some are not");
        back.Count.ShouldBe(_live.Count);
        slots.Count(slot => back.Columns.Segment[slot] == LaneColumns.Free).ShouldBe(slots.Count - _live.Count);
        back.DirtyPages.Count.ShouldBe((slots.Count + LaneCustomers.PageSize - 1) / LaneCustomers.PageSize);
        foreach (var (id, was) in _live)
        {
            var slot = back.FindSlot(id);
            var customer = back[slot].ShouldNotBeNull();
            (customer.Id, customer.Events, customer.SegmentState).ShouldBe((id, was.Events, was.SegmentState));
            customer.LastOnRecord.ShouldBe(_record.Last(one => one.Migration.CustomerId == id).Position);
            back.Columns.Frequency[slot].ShouldBe(was.SegmentState.Frequency);
        }
    }

    private void Buy(string id, int hour)
    {
        var at = Day0.AddHours(hour);
        new EventValidator(new EngineOptions()).Check(
            new($"e-{hour}", PurchaseEventType.Purchase, id, $"o-{hour}", at, (hour % 90) + 1, "EUR"), at, out var e).ShouldBeNull();
        if (!_live.TryGetValue(id, out var customer))
        {
            _live[id] = customer = new(id);
        }

        var outcome = customer.Record(e, Terms, at);
        outcome.Status.ShouldBe(RecordStatus.Recorded);
        _journal.Add(new(e, Erased: null, outcome.AssessedAt, Publication: 0));
        _record.AddRange(outcome.Migrations.Select(migration => new RecordedMigration(++_placed, migration)));
    }

    /// <summary>As the engine does: the journal tells of it, and the record has nothing of them any more.</summary>
    private void Erase(string id)
    {
        if (_live.Remove(id))
        {
            _journal.Add(new(default, id, AssessedAt: 0, Publication: 0));
            _record.RemoveAll(one => one.Migration.CustomerId == id);
        }
    }
}
