namespace CustomerSegmentation.Customers.Orders;

/// <summary>What counts of a customer's orders within the window.</summary>
/// <param name="Frequency">Number of counting orders.</param>
/// <param name="Monetary">Sum of their values.</param>
/// <param name="Newest">Time of the newest counting order (UTC ticks); meaningless without one.</param>
/// <param name="Oldest">Time of the oldest: the next to leave; <see cref="Order.NoPurchase"/> without one.</param>
internal readonly record struct WindowTotals(int Frequency, decimal Monetary, long Newest, long Oldest);
