using System.Runtime.InteropServices;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Silo;

/// <summary>The events of one customer among those of a call.</summary>
/// <param name="Events">In their order.</param>
/// <param name="Places">The index of each in the call.</param>
internal readonly record struct EventGroup(AdmittedEvent[] Events, int[] Places)
{
    /// <summary>The events of a call by customer; customers in the order in which they come first.</summary>
    public static EventGroup[] Of(IReadOnlyList<AdmittedEvent> events)
    {
        var counts = new Dictionary<string, (int Group, int Count)>(events.Count, StringComparer.Ordinal);
        for (var i = 0; i < events.Count; i++)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, events[i].CustomerId, out var isKnown);
            count = (isKnown ? count.Group : counts.Count - 1, count.Count + 1);
        }

        var groups = new EventGroup[counts.Count];
        foreach (var (group, count) in counts.Values)
        {
            groups[group] = new(new AdmittedEvent[count], new int[count]);
        }

        var filled = new int[groups.Length];
        for (var i = 0; i < events.Count; i++)
        {
            var group = counts[events[i].CustomerId].Group;
            var place = filled[group]++;
            (groups[group].Events[place], groups[group].Places[place]) = (events[i], i);
        }

        return groups;
    }

    /// <summary>Puts the status of each event at the index of the event in the call.</summary>
    public void Spread(RecordStatus[] own, RecordStatus[] all)
    {
        for (var i = 0; i < own.Length; i++)
        {
            all[Places[i]] = own[i];
        }
    }
}
