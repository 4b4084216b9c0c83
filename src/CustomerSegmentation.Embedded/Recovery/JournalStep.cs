using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Embedded.Recovery;

/// <summary>An entry of the journal, read.</summary>
/// <param name="Event">What a customer was told, unless somebody was erased.</param>
/// <param name="Erased">Who was erased; null for an event.</param>
/// <param name="AssessedAt">When the customer was assessed with it, in UTC ticks.</param>
/// <param name="Publication">Under which publication.</param>
internal readonly record struct JournalStep(AdmittedEvent Event, string? Erased, long AssessedAt, int Publication);
