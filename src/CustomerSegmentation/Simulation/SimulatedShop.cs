using System.Globalization;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Orders;

namespace CustomerSegmentation.Simulation;

/// <summary>
/// A shop that never was, with customers who buy at their own pace, drop out unannounced, spend around their own
/// mean and return goods. Deterministic for its options on every machine. Memory is bounded by the number of customers.
/// Not safe for several threads. First <see cref="History"/> (or not), then <see cref="Next"/> for ever.
/// </summary>
public sealed class SimulatedShop
{
    private static readonly DateTimeOffset AMonday = new(1970, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan JoiningWithoutHistory = TimeSpan.FromDays(365);

    private readonly ShopOptions _options;
    private readonly SimulatedCustomer[] _customers;
    private readonly PriorityQueue<ScheduledEvent, Due> _agenda;
    private readonly Stack<int> _free = new();
    private string _run = "";
    private bool _open;
    private bool _live;
    private long _sequence;
    private long _joined;
    private long _orders;
    private double _even;

    /// <summary>A shop that opens with the first call of <see cref="History"/> or <see cref="Next"/>.</summary>
    public SimulatedShop(ShopOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Customers, 1, nameof(options));
        _options = options;
        _customers = new SimulatedCustomer[options.Customers];
        _agenda = new(options.Customers + (options.Customers / 8));
    }

    /// <summary>
    /// The events from the shop's opening until <paramref name="to"/>, in time order, times in whole seconds.
    /// Customers join evenly over that time, each with a first purchase, so that at its end every one of them is known.
    /// </summary>
    /// <exception cref="InvalidOperationException">The shop is open already.</exception>
    public IEnumerable<PurchaseEvent> History(DateTimeOffset from, DateTimeOffset to)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, to);
        Open(from, to);
        return Happen(to);
    }

    /// <summary>
    /// The next event in the shop's own time, as if it happened at <paramref name="now"/>: life goes on as after the
    /// history, but as fast as this is called. Years may pass in minutes while every event bears the caller's time.
    /// For each customer who drops out a new one joins, so the shop neither dies nor grows.
    /// </summary>
    public PurchaseEvent Next(DateTimeOffset now)
    {
        if (!_open)
        {
            Open(now, now + JoiningWithoutHistory);
        }

        if (!_live)
        {
            _live = true;
            while (_free.TryPop(out var slot))
            {
                Join(slot);
            }
        }

        _agenda.TryDequeue(out var pending, out _);
        return Happens(pending, now);
    }

    private void Open(DateTimeOffset from, DateTimeOffset to)
    {
        if (_open)
        {
            throw new InvalidOperationException("The shop is open already; a history needs a new one.");
        }

        _open = true;
        _run = RunCode.Of(_options, from, to);
        _even = WeeklySeasonality.ToEven((from - AMonday).TotalSeconds);
        var joining = WeeklySeasonality.ToEven((to - AMonday).TotalSeconds) - _even;
        for (var slot = 0; slot < _customers.Length; slot++)
        {
            ref var customer = ref _customers[slot];
            customer = new(++_joined, _options);
            Plan(new(slot, customer.Number, _even + (customer.DrawJoining() * joining)));
        }
    }

    private IEnumerable<PurchaseEvent> Happen(DateTimeOffset to)
    {
        // Whole seconds: what falls into the second of `to` itself belongs to the time after it.
        var end = (to - AMonday).Ticks / TimeSpan.TicksPerSecond;
        while (_agenda.TryPeek(out var pending, out var due) && due.Second < end)
        {
            _agenda.Dequeue();
            yield return Happens(pending, AMonday.AddTicks(due.Second * TimeSpan.TicksPerSecond));
        }
    }

    private PurchaseEvent Happens(in ScheduledEvent pending, DateTimeOffset at)
    {
        _even = pending.Even;
        return pending.Order == 0 ? Buy(pending, at) : Refund(pending, at);
    }

    private PurchaseEvent Buy(in ScheduledEvent pending, DateTimeOffset at)
    {
        ref var customer = ref _customers[pending.Slot];
        var order = ++_orders;
        var cents = customer.DrawCents(_options.SpendShape);
        var (first, second) = customer.DrawReturns(cents, _options);
        var returned = pending.Even;
        if (first > 0)
        {
            returned += customer.DrawReturnDelay();
            Plan(pending with { Even = returned, Order = order, Part = 1, Cents = first });
        }

        if (second > 0)
        {
            returned += customer.DrawReturnDelay();
            Plan(pending with { Even = returned, Order = order, Part = 2, Cents = second });
        }

        if (customer.DrawWait() is { } wait)
        {
            Plan(pending with { Even = pending.Even + wait });
        }
        else if (_live)
        {
            Join(pending.Slot);
        }
        else
        {
            _free.Push(pending.Slot);
        }

        var orderId = OrderId(order);
        return new(orderId + "-p", PurchaseEventType.Purchase, CustomerId(pending.CustomerNumber), orderId, at,
            Money(cents), _options.Currency);
    }

    private PurchaseEvent Refund(in ScheduledEvent pending, DateTimeOffset at)
    {
        var orderId = OrderId(pending.Order);
        return new(orderId + (pending.Part == 1 ? "-r1" : "-r2"), PurchaseEventType.Refund,
            CustomerId(pending.CustomerNumber), orderId, at, Money(pending.Cents), _options.Currency);
    }

    // A successor takes about as long to find the shop as a customer of mean rate to come back.
    private void Join(int slot)
    {
        ref var customer = ref _customers[slot];
        customer = new(++_joined, _options);
        var meanWaitSeconds = _options.RateScaleYears / _options.RateShape * 365.25 * 24 * 3_600;
        Plan(new(slot, customer.Number, _even + (customer.DrawJoining() * 2 * meanWaitSeconds)));
    }

    private void Plan(in ScheduledEvent pending) =>
        _agenda.Enqueue(pending, new((long)WeeklySeasonality.ToCalendar(pending.Even), _sequence++));

    private string OrderId(long order) => string.Create(CultureInfo.InvariantCulture, $"O-{_run}-{order}");

    private static string CustomerId(long number) => string.Create(CultureInfo.InvariantCulture, $"C-{number:000000}");

    // Cents up to 9e18 in a decimal of scale 2.
    private static decimal Money(long cents) =>
        new((int)cents, (int)(cents >> 32), 0, isNegative: false, scale: 2);
}
