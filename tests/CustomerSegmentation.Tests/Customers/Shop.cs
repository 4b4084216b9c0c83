using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Tests.Customers;

/// <summary>Short ways to say what happened in a shop.</summary>
internal static class Shop
{
    public static readonly DateTimeOffset Day0 = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The rule model of the first day with its default thresholds, in force since ever.</summary>
    public static AssignmentTerms Terms(TimeSpan? window) =>
        new(new(new RuleModel(RuleThresholds.Default), 0, DateTimeOffset.MinValue), window);

    public static AssignmentTerms Year { get; } = Terms(TimeSpan.FromDays(365));

    public static AssignmentTerms AllTime { get; } = Terms(window: null);

    public static AdmittedEvent Bought(string order, double day, decimal amount, string? id = null) =>
        Admit(new(id ?? $"buy-{order}", PurchaseEventType.Purchase, "C", order, Day(day), amount));

    public static AdmittedEvent Refunded(string order, double day, decimal amount, string? id = null) =>
        Admit(new(id ?? $"refund-{order}", PurchaseEventType.Refund, "C", order, Day(day), amount));

    public static DateTimeOffset Day(double day) => Day0.AddDays(day);

    public static AdmittedEvent Admit(PurchaseEvent purchase)
    {
        var refusal = new EventValidator(new EngineOptions()).Check(purchase, DateTimeOffset.MaxValue - EventValidator.ClockTolerance, out var admitted);
        refusal.ShouldBeNull();
        return admitted;
    }

    public static CustomerView ViewAt(this Customer customer, double day, AssignmentTerms? terms = null) =>
        customer.View(terms ?? Year, Day(day), id => id);
}
