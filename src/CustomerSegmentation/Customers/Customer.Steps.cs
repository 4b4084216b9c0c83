using System.Diagnostics.CodeAnalysis;
using CustomerSegmentation.Customers.Orders;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Customers;

/// <content>How a call moves the customer, step by step.</content>
public sealed partial class Customer
{
    /// <summary>The steps of one call; the migrations that come of them.</summary>
    private ref struct Steps(CustomerState customer, AssignmentTerms terms, DateTimeOffset now, EngineClock clock)
    {
        private SegmentTimeline _timeline = new(ref customer.Orders, customer.SegmentState, terms);
        private Migration? _first;
        private List<Migration>? _all; // if there is more than one

        [UnscopedRef]
        public readonly ref readonly SegmentState SegmentState => ref _timeline.SegmentState;

        public readonly IReadOnlyList<Migration> Migrations => _all ?? (IReadOnlyList<Migration>)(_first is null ? [] : [_first]);

        public readonly long Earliest(long moment) => _timeline.Earliest(moment);

        public void Adopt()
        {
            if (customer.Seen.Count == 0)
            {
                _timeline.Begin();
            }
            else if (_timeline.IsUnderEarlierPublication)
            {
                Take(_timeline.Adoption, MigrationCause.Refit);
            }
        }

        public void AdvanceTo(long moment)
        {
            while (_timeline.SegmentState.Due <= moment)
            {
                Take(_timeline.SegmentState.Due, MigrationCause.Decay);
            }
        }

        /// <summary>Goes a step; a change of segment is a migration.</summary>
        /// <param name="moment">When.</param>
        /// <param name="cause">Why.</param>
        /// <param name="eventId">The event behind it.</param>
        /// <param name="isTold">Whether the orders tell for certain what the figures before were.</param>
        public void Take(long moment, MigrationCause cause, string? eventId = null, bool isTold = true)
        {
            var before = _timeline.SegmentState;
            if (_timeline.Take(moment, cause))
            {
                Add(Migration(before, moment, cause, eventId, isTold ? null : Untold(before.RfmAt(moment), moment, cause)));
            }
        }

        /// <summary>The figures before a migration that an event caused, if the orders as they are now do not tell them.</summary>
        private readonly Rfm? Untold(Rfm? before, long moment, MigrationCause cause) =>
            // Not told: a refund, a correction, more of an order there is, or two orders at the same instant.
            cause == MigrationCause.Purchase && before == PointInTimeFeatures.RfmAsOf(customer.Orders, moment, moment - 1, terms)
                ? null
                : before;

        private readonly Migration Migration(
            in SegmentState before, long moment, MigrationCause cause, string? eventId, Rfm? untold)
        {
            ref readonly var after = ref _timeline.SegmentState;
            return new(
                customer.Id,
                after.Sequence,
                before.Segment,
                after.Segment,
                cause,
                terms.Model.Version,
                new(moment, TimeSpan.Zero),
                RecordedAt(moment, cause),
                eventId,
                (after.Frequency > 0 ? after : before).Monetary)
            {
                Before = untold,
            };
        }

        /// <summary>
        /// Under the event clock, what time or a model changes is on record the moment it happens: when a sweep comes round has
        /// nothing to do with the history that is replayed.
        /// </summary>
        private readonly DateTimeOffset RecordedAt(long moment, MigrationCause cause) =>
            clock == EngineClock.Event && cause is (MigrationCause.Decay or MigrationCause.Refit)
                ? new(moment, TimeSpan.Zero)
                : now.ToUniversalTime();

        private void Add(Migration migration)
        {
            if (_first is null)
            {
                _first = migration;
            }
            else
            {
                (_all ??= [_first]).Add(migration);
            }
        }
    }
}
